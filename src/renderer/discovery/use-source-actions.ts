import { useTranslation } from 'react-i18next'
import type { Source, SourcePatch } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { saveFile } from '../ui/save-file'

/** Pauses, resumes, renames a source or sets its interval. */
export function useChangeSource(source: Source) {
  const client = useClient()
  return useAction<SourcePatch, Source>({
    mutationFn: (body) => client.discovery.changeSource({ params: { id: source.id }, body }),
  })
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
