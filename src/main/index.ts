import { startDesktop } from './electron/desktop'

// Not awaited: Electron becomes ready only after this module has been evaluated.
void startDesktop(process.argv.slice(1))
