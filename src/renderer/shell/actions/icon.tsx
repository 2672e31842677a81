import {
  CheckCheck,
  ChevronRight,
  Copy,
  Download,
  FileUp,
  FlaskConical,
  FolderOpen,
  History,
  Info,
  Keyboard,
  ListFilter,
  LogIn,
  LogOut,
  type LucideIcon,
  Maximize,
  MonitorCog,
  PanelBottom,
  PanelLeft,
  Pencil,
  Plug,
  Plus,
  RefreshCw,
  Scale,
  ScrollText,
  Search,
  Settings2,
  Trash2,
  Unplug,
} from 'lucide-react'
import type { Action, ActionGroup } from './action'

const byId: Readonly<Record<string, LucideIcon>> = {
  add: Plus,
  import: FileUp,
  'export-all': Download,
  samples: FlaskConical,
  'samples-stop': FlaskConical,
  shortcuts: Keyboard,
  licences: Scale,
  about: Info,
  'activity-of': History,
  'open-data-folder': FolderOpen,
  'show-log': ScrollText,
  'full-screen': Maximize,
  connect: Plug,
  disconnect: Unplug,
  'sign-in': LogIn,
  'sign-out': LogOut,
  check: RefreshCw,
  edit: Pencil,
  'copy-json': Copy,
  export: Download,
  remove: Trash2,
  search: Search,
  settings: Settings2,
  navigation: PanelLeft,
  details: PanelBottom,
  'check-all': RefreshCw,
  'retry-attention': RefreshCw,
  'read-sources': RefreshCw,
}

const byGroup: Readonly<Record<ActionGroup, LucideIcon>> = {
  general: ChevronRight,
  server: ChevronRight,
  selection: CheckCheck,
  go: ChevronRight,
  list: ListFilter,
  look: MonitorCog,
  setting: Settings2,
}

/** The same mark for an action wherever it is offered. */
export function ActionIcon({ action, className }: { action: Action; className?: string }) {
  const Icon = byId[action.id] ?? byGroup[action.group]
  return <Icon aria-hidden className={className} />
}
