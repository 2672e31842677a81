import fc from 'fast-check'
import { type Node, parseTree } from 'jsonc-parser'
import { expect, test } from 'vitest'
import { parseJsonText } from './json-text'
import { treeOf } from './json-tree'

const depthMax = 64

/** Without the way back up, so that it can be compared. */
function down({ parent: _, children, ...node }: Node): object {
  return { ...node, ...(children && { children: children.map(down) }) }
}

test('a text grows into the tree the parser makes of it, places included', async () => {
  const space = fc.constantFrom('', ' ', '\n', '\t', 4)
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), space, async (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const root = await treeOf(text, depthMax)
      expect(root && down(root)).toEqual(down(parseTree(text) as Node))
    }),
  )
})

test('what the parser refuses does not grow, and what it takes does', async () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '1',
    '-',
    'null',
    'x',
    '"',
    ' ',
    '//',
    '/* */',
    '1e999',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 9 }), async (pieces) => {
      const text = pieces.join('')
      const { root, problem } = parseJsonText(text, false)
      const grown = await treeOf(text, depthMax)
      expect(grown === null).toBe(problem !== null)
      if (grown && root) expect(down(grown)).toEqual(down(root))
    }),
    { numRuns: 2_000 },
  )
})

test('deeper nesting than allowed does not grow', async () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  expect(await treeOf(nested(depthMax), depthMax)).not.toBeNull()
  expect(await treeOf(nested(depthMax + 1), depthMax)).toBeNull()
})
