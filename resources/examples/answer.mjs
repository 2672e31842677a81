/** @import { CallToolResult } from '@modelcontextprotocol/sdk/types.js' */

/**
 * A result as data, and as text for clients that read only that.
 * @param {Record<string, unknown>} structuredContent
 * @returns {CallToolResult}
 */
export function answer(structuredContent) {
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent }
}

/**
 * A failure the caller can read and correct.
 * @param {string} text
 * @returns {CallToolResult}
 */
export function refuse(text) {
  return { content: [{ type: 'text', text }], isError: true }
}
