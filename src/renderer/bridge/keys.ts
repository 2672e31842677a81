/** Where the streams put what they say into the query cache. */
export const keys = {
  servers: ['watch', 'servers'],
  sources: ['watch', 'sources'],
  settings: ['watch', 'settings'],
  activity: ['watch', 'activity'],
} as const
