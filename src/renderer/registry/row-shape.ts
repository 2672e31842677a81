import type { Density } from '../shell/view'

/** Shared by the head and every row, so that the columns stand in line. */
export const columns =
  'grid grid-cols-[minmax(0,32fr)_minmax(0,20fr)_minmax(0,27fr)_minmax(92px,12fr)_minmax(58px,9fr)] @max-[720px]:grid-cols-[minmax(0,40fr)_minmax(0,32fr)_minmax(92px,16fr)_58px]'

/** In pixels, hairline included. */
export const rowHeights: Record<Density, number> = { roomy: 55, compact: 34 }
