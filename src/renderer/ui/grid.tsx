// biome-ignore-all lint/a11y/useSemanticElements: rows drawn only where one looks cannot be rows of a table element.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and points at its row.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys of its rows.
import type { HTMLAttributes, Ref } from 'react'

type Part = HTMLAttributes<HTMLDivElement> & { readonly ref?: Ref<HTMLDivElement> }

/** A grid that keeps the focus while its rows come and go; `aria-activedescendant` names the row the keys act on. */
export const Grid = (props: Part) => <div role="grid" tabIndex={0} {...props} />
export const GridBody = (props: Part) => <div role="rowgroup" {...props} />
export const GridRow = (props: Part) => <div role="row" {...props} />
export const GridHead = (props: Part) => <div role="columnheader" {...props} />
export const GridCell = (props: Part) => <div role="gridcell" {...props} />
