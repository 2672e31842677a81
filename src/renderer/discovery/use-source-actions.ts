import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Source, SourcePatch } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useAction } from '../bridge/use-action'
import { undoMs } from '../registry/actions'
import { refusalSentence } from '../text/sentences'
import { saveFile } from '../ui/save-file'

/** Pauses, resumes, renames a source or sets its interval. */
export function useChangeSource(source: Source) {
  const client = useClient()
  return useAction<SourcePatch, Source>({
    mutationFn: (body) => client.discovery.changeSource({ params: { id: source.id }, body }),
  })
}

/** Removes a source at once, says what went with it, and offers to undo all of that. */
export function useRemoveSource(): (source: Source) => void {
  const { t } = useTranslation()
  const client = useClient()
  const refuse = (error: unknown) => toast.error(refusalSentence(toRefusal(error)))
  const restore = async (undo: string, name: string) => {
    try {
      const { restored } = await client.discovery.restoreSource({ undo })
      toast.success(t('sourceCard.back', { name, count: restored.length }))
    } catch (error) {
      refuse(error)
    }
  }
  return ({ id, name }) => {
    client.discovery.removeSource({ id }).then(({ removed, undo }) => {
      toast(
        removed.length === 0
          ? t('sourceCard.goneAlone', { name })
          : t('sourceCard.gone', { name, count: removed.length }),
        {
          duration: undoMs,
          action: { label: t('action.undo'), onClick: () => void restore(undo, name) },
        },
      )
    }, refuse)
  }
}

/** Writes what a source names into a file of the original format. */
export function useExportSource() {
  const client = useClient()
  const { t } = useTranslation()
  return useAction<Source, void>({
    mutationFn: async ({ id, name, type }) => {
      const written = await client.discovery.export({ source: id })
      const label = type === 'manual' ? t('source.manual') : name
      saveFile(`${label}.json`, `${JSON.stringify(written, null, 2)}\n`)
    },
  })
}
