import { serveModern } from './serve-modern.mjs'

serveModern('dual', { legacy: true })
