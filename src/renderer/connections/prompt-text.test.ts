import { expect, it } from 'vitest'
import type { PromptMessage } from '../../shared/contract/prompts'
import { promptText } from './prompt-text'

const said = (role: PromptMessage['role'], content: PromptMessage['content']) => ({
  role,
  content,
  cut: false,
})

it('Messages become one text: who says it, then what; pictures and links by name', () => {
  const messages = [
    said('user', { type: 'text', text: 'Look\nat this.' }),
    said('user', { type: 'image', mimeType: 'image/png', data: 'AAAA' }),
    said('user', { type: 'resource', resource: { uri: 'a://b', text: 'Inside.' } }),
    said('user', { type: 'resource', resource: { uri: 'a://c', blob: 'AAAA' } }),
    said('assistant', { type: 'resource_link', uri: 'a://d', name: 'd' }),
  ]
  expect(promptText(messages, (role) => role.toUpperCase())).toBe(
    [
      'USER:\nLook\nat this.',
      'USER:\n[image/png]',
      'USER:\nInside.',
      'USER:\n[a://c]',
      'ASSISTANT:\n[a://d]',
    ].join('\n\n'),
  )
})
