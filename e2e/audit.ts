import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './rollcall'

/** Looks for breaches of WCAG 2.2 AA in what the page shows now, or in a part of it; `where` names it in the report. */
export async function audit(page: Page, where: string, part = 'html'): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    // All in the page itself: it has no frames, and a page more per look costs a process.
    .setLegacyMode()
    // What passes is not asked for in detail; nobody reads it.
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const told = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))
  expect.soft(told, where).toEqual([])
}
