/** Where the streams put what they say into the query cache. */
export const keys = {
  servers: ['watch', 'servers'],
  sources: ['watch', 'sources'],
  settings: ['watch', 'settings'],
  activity: ['watch', 'activity'],
  vantage: ['watch', 'vantage'],
  conversations: ['watch', 'conversations'],
  models: ['watch', 'models'],
  inbox: ['watch', 'inbox'],
  /** What a press on “Check now” has under way. */
  check: ['check'],
} as const
