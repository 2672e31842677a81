import { startDesktop } from './electron/desktop'

await startDesktop(process.argv.slice(1))
