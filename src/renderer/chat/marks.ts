/** By what the keys of the window find parts of the chat. */
export const composerId = 'chat-composer'
export const waitingSelector = '[data-chat-waiting]'
