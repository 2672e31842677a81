import { serveModern } from './serve-modern.mjs'

serveModern('modern', { legacy: false })
