import { z } from 'zod'

/**
 * Everything the desktop's menu can ask the page to do, with the key it has there (`mod` is Ctrl, on a Mac Cmd; empty
 * where it has none). The page's list of actions (`renderer/shell/actions.ts`) has an action of each name.
 */
export const commandKeys = {
  add: 'mod+n',
  import: 'mod+o',
  'export-all': 'mod+shift+e',
  samples: '',
  'samples-stop': '',
  settings: 'mod+,',
  palette: 'mod+k',
  search: 'mod+f',
  'go-servers': 'mod+1',
  'go-discovery': 'mod+2',
  'go-timeline': 'mod+3',
  'go-activity': 'mod+4',
  'go-processes': 'mod+5',
  'go-inbox': 'mod+6',
  navigation: 'mod+b',
  details: 'mod+j',
  chat: 'mod+i',
  density: '',
  'theme-system': '',
  'theme-light': '',
  'theme-dark': '',
  'language-en': '',
  'language-zh': '',
  connect: 'mod+shift+k',
  disconnect: 'mod+shift+d',
  check: 'mod+shift+c',
  edit: 'mod+e',
  'copy-json': '',
  export: '',
  remove: '',
  'check-all': '',
  'retry-attention': '',
  'read-sources': '',
  shortcuts: 'mod+/',
  licences: '',
} as const

export type ShellCommand = keyof typeof commandKeys

export const shellCommands = Object.keys(commandKeys) as [ShellCommand, ...ShellCommand[]]

export const ShellCommand = z.enum(shellCommands)
