import { useDeferredValue, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog'
import { Field, TextArea } from '../ui/field'
import { ImportFooter, ImportReport, ImportTotals, importDialogLook } from './import-dialog'
import { nothingRead } from './read-files'
import { fileOfText } from './told-text'
import { useImport } from './use-import'

/** In UTF-16 units, as the core takes it. */
const textMax = 1_048_576

/** Takes JSON, addresses and commands as text, and shows while one types what they would do. */
export function PasteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const settled = useDeferredValue(text)
  const version = useId()
  const name = t('incoming.textName')
  const file = fileOfText(settled, name)
  const work = useImport(
    async () => ({ ...nothingRead, files: file === null ? [] : [file] }),
    `${version}${settled}`,
    onClose,
  )
  const isStrange = settled.trim() !== '' && file === null
  return (
    <Dialog
      title={t('paste.title')}
      description={file === null ? t('import.text') : <ImportTotals work={work} />}
      closeLabel={t('action.close')}
      onClose={onClose}
      className={importDialogLook}
      footer={<ImportFooter work={work} onClose={onClose} />}
    >
      <div className="grid gap-3">
        <Field
          label={t('paste.label')}
          hint={t('paste.hint')}
          problem={isStrange ? t('incoming.nothing') : undefined}
        >
          {(control) => (
            <TextArea
              {...control}
              autoFocus
              rows={6}
              maxLength={textMax}
              placeholder={'{ "mcpServers": { … } }'}
              className="max-h-[40vh] font-mono text-xs"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        {file !== null && <ImportReport work={work} />}
      </div>
    </Dialog>
  )
}
