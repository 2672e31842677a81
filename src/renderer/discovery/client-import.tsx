import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFile } from '../../shared/contract/clients'
import type { ImportResult } from '../../shared/contract/import'
import { useClient, useSources } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { type Choices, doesSomething, noChoices, withMembers } from './choices'
import { clientName } from './client-name'
import { importDialogLook } from './import-dialog'
import { ImportEntry } from './import-entry'
import { useImportReport } from './use-import-report'

/** What is in another program's file, to be taken or left out. */
export function ClientImport({ file, onClose }: { file: ClientFile; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const report = useImportReport()
  const known = new Set(useSources()?.sources.map(({ id }) => id))
  const [choices, setChoices] = useState<Choices>(noChoices)
  const names = file.entries
    .filter(doesSomething)
    .flatMap(({ name }) => (choices.leaveOut.has(name) ? [] : name))
  const take = useAction<void, ImportResult>({
    mutationFn: () =>
      client.clients.import({
        client: file.client,
        path: file.path,
        names,
        approve: [...choices.approved],
      }),
    onSuccess: (result) => {
      report(result, known)
      onClose()
    },
  })
  const canTake = names.length > 0 && !take.isPending
  return (
    <Dialog
      title={t('clients.from', { name: clientName(file.name, i18n.language) })}
      description={<bdi className="font-mono text-xs">{file.path}</bdi>}
      closeLabel={t('action.close')}
      onClose={onClose}
      onEnter={() => canTake && take.mutate()}
      className={importDialogLook}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" busy={take.isPending} disabled={!canTake} onClick={() => take.mutate()}>
            {t('action.importNow')}
          </Button>
        </>
      }
    >
      <ul className="overflow-hidden rounded-lg border border-line">
        {file.entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may come twice, and the list does not change.
          <li key={index} className="border-line border-b px-3 py-2 last:border-0">
            <ImportEntry
              entry={entry}
              isWhole={false}
              isTaken={!choices.leaveOut.has(entry.name)}
              isAllowed={entry.command !== null && choices.approved.has(entry.command.fingerprint)}
              onTake={(on) =>
                setChoices({ ...choices, leaveOut: withMembers(choices.leaveOut, [entry.name], !on) })
              }
              onAllow={(on) =>
                entry.command &&
                setChoices({
                  ...choices,
                  approved: withMembers(choices.approved, [entry.command.fingerprint], on),
                })
              }
            />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
