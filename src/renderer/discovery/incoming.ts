import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { draftOf } from '../registry/draft'
import { useView } from '../shell/view'
import type { Dropped } from './dropped'
import { nothingRead } from './read-files'
import { fileOfText, readText } from './told-text'

/** Opens what fits what came onto the window: the form for one server, the preview for files and for several. */
export function useIncoming(): (came: Dropped) => void {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  return (came) => {
    if (came.kind === 'files') {
      set({ overlay: { kind: 'import', read: came.read, at: Date.now() } })
      return
    }
    const told = readText(came.text)
    const file = fileOfText(came.text, t('incoming.textName'))
    if (told === null || file === null) {
      toast(t('incoming.nothing'))
    } else if (told.kind === 'servers' && told.servers.length === 1) {
      set({ overlay: { kind: 'add', draft: draftOf(told.servers[0] as RegistrationDocument) } })
    } else {
      const read = async () => ({ ...nothingRead, files: [file] })
      set({ overlay: { kind: 'import', read, at: Date.now() } })
    }
  }
}
