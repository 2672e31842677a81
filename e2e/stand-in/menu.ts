import { missing, onlyKnown } from './loud'

const knownOptions = ['id', 'label', 'type', 'role', 'accelerator', 'registerAccelerator', 'click', 'submenu']

/** Electron's `Menu`, as far as it can be read and its items chosen. Nothing of it is drawn, and no key reaches it. */
export class StandInMenu implements Pick<Electron.Menu, 'getMenuItemById'> {
  readonly items: Electron.MenuItem[]

  constructor(template: Electron.MenuItemConstructorOptions[]) {
    this.items = template.map((options) => new StandInMenuItem(options) as unknown as Electron.MenuItem)
  }

  /** Also in the menus below, as in Electron. */
  getMenuItemById(id: string): Electron.MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
}

class StandInMenuItem
  implements Pick<Electron.MenuItem, 'click' | 'id' | 'label' | 'registerAccelerator' | 'type'>
{
  readonly id: string
  readonly label: string
  readonly type: Electron.MenuItem['type']
  readonly role: Electron.MenuItemConstructorOptions['role']
  readonly accelerator: string | undefined
  readonly registerAccelerator: boolean
  readonly submenu: StandInMenu | undefined
  readonly click: () => void

  constructor(options: Electron.MenuItemConstructorOptions) {
    onlyKnown('menu item option', options, knownOptions)
    const { id = '', label = '', type, role, accelerator, click, submenu } = options
    if (!label && !role && type !== 'separator') throw missing('menu item without a label')
    this.id = id
    this.label = label
    this.role = role
    this.accelerator = accelerator ?? undefined
    this.registerAccelerator = options.registerAccelerator ?? true
    this.submenu = Array.isArray(submenu) ? new StandInMenu(submenu) : undefined
    this.type = type ?? (this.submenu ? 'submenu' : 'normal')
    // The handlers of ours take no argument; a role does what the system does, which is not here.
    this.click = () => {
      if (!click) throw missing(`effect of the menu item '${label}'`)
      ;(click as () => void)()
    }
  }
}
