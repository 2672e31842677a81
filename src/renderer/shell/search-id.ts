/** By what the key of the search finds its field. */
export const searchId = 'search'
