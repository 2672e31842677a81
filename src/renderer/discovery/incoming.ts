import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { draftOf } from '../registry/draft'
import { useView } from '../shell/view'
import { refusalSentence } from '../text/sentences'
import { bundleOf } from './bundle-of'
import type { Dropped } from './dropped'
import { toldServer } from './told-server'

/** Opens what fits what came onto the window: the form for one address or command, the preview for files, the box for the rest. */
export function useIncoming(): (came: Dropped) => void {
  const { t } = useTranslation()
  const client = useClient()
  const set = useView((view) => view.set)
  return (came) => {
    const at = Date.now()
    if (came.kind === 'files') set({ overlay: { kind: 'import', read: came.read, at } })
    else if (came.kind === 'bundle') void openBundle(came.file)
    else {
      const told = toldServer(came.text)
      if (told) set({ overlay: { kind: 'add', draft: draftOf(told) } })
      else void openBox(came.text)
    }
  }

  async function openBundle(file: File): Promise<void> {
    const bundle = await bundleOf(file).catch(() => null)
    if (bundle) set({ overlay: { kind: 'box', text: '', bundle, at: Date.now() } })
    else toast.error(t('box.tooLarge', { name: file.name }))
  }

  /** Something that names nothing is told, and no box opens for it. */
  async function openBox(text: string): Promise<void> {
    try {
      const { kind, preview } = await client.discovery.recognise({ text })
      if (kind === 'nothing' && preview.issues.length === 0) toast(t('incoming.nothing'))
      else set({ overlay: { kind: 'box', text, at: Date.now() } })
    } catch (error) {
      toast.error(refusalSentence(toRefusal(error)))
    }
  }
}
