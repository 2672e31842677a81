import { config } from 'zod'

/** Imported before any schema is made: the page's policy forbids compiling code, so zod must not even try. */
config({ jitless: true })
