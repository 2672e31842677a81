import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GivenFile } from '../../shared/contract/import'
import type { Recognised } from '../../shared/contract/recognise'
import { recognisedPhrase, remarkSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Dot } from '../ui/dot'
import { Field, TextArea } from '../ui/field'
import { AskedInputs } from './asked-inputs'
import { ImportFooter, ImportReport, importDialogLook } from './import-dialog'
import { useRecognition } from './use-recognition'

/** In UTF-16 units, as the core takes it. */
const textMax = 1_048_576

interface AddBoxProps {
  /** What was pasted, dropped or came by a link. */
  readonly text: string
  /** A bundle, instead of a text. */
  readonly bundle?: GivenFile | undefined
  readonly onClose: () => void
}

/** Takes whatever names a server, says while one types what it is, and adds it when told to. */
export function AddBox({ text: given, bundle, onClose }: AddBoxProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(given)
  const work = useRecognition(bundle ? { file: bundle } : { text }, onClose)
  const { recognised } = work
  return (
    <Dialog
      title={t('box.title')}
      description={t('import.text')}
      closeLabel={t('action.close')}
      onClose={onClose}
      className={importDialogLook}
      firstFocus={(content) => content.querySelector('textarea')}
      footer={<ImportFooter work={work} label={t('box.add')} onClose={onClose} />}
    >
      <div className="grid gap-3">
        {!bundle && (
          <Field label={t('box.label')} hint={t('box.hint')}>
            {(control) => (
              <TextArea
                {...control}
                rows={5}
                maxLength={textMax}
                placeholder={'npx -y @modelcontextprotocol/server-memory'}
                className="max-h-[30vh] font-mono text-xs"
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
            )}
          </Field>
        )}
        {recognised && <What recognised={recognised} isAsking={work.isLooking} onLook={work.look} />}
        {recognised && recognised.inputs.length > 0 && (
          <AskedInputs inputs={recognised.inputs} values={work.values} onChange={work.setValue} />
        )}
        {(work.previews.length > 0 || work.error) && <ImportReport work={work} />}
      </div>
    </Dialog>
  )
}

interface WhatProps {
  readonly recognised: Recognised
  readonly isAsking: boolean
  readonly onLook: () => void
}

/** What it was recognised as, what is to be known of it, and the question to a machine that has not been asked. */
function What({ recognised, isAsking, onLook }: WhatProps) {
  const { t } = useTranslation()
  const { kind, host, remarks, preview } = recognised
  const isNothing = kind === 'nothing' && preview.issues.length === 0
  const count = preview.entries.length
  const names = preview.entries.slice(0, 3).map(({ name }) => name)
  const isUnasked = host !== null && count === 0 && preview.issues.length === 0
  return (
    <div className="grid gap-1.5">
      <div role="status" className="flex flex-wrap items-center gap-2">
        <Dot tone={isNothing ? 'off' : preview.issues.length > 0 ? 'down' : 'up'} />
        <p className="min-w-0 break-words font-[560]">
          {isNothing ? t('incoming.nothing') : t('box.recognised', { what: recognisedPhrase(recognised) })}
          {count > 0 && (
            <span className="font-normal text-muted">
              {' '}
              {t('box.servers', {
                count,
                names: names.join(t('box.and')) + (count > names.length ? ' …' : ''),
              })}
            </span>
          )}
        </p>
        {isUnasked && (
          <Button className="h-6 px-2 text-sm" busy={isAsking} onClick={onLook}>
            {t('box.look', { host })}
          </Button>
        )}
      </div>
      {isUnasked && <p className="text-faint text-xs">{t('box.lookHint')}</p>}
      {remarks.map((remark) => (
        <p
          key={`${remark.code}${JSON.stringify(remark.detail)}`}
          className="ml-4.5 break-words text-muted text-sm"
        >
          {remarkSentence(remark)}
        </p>
      ))}
    </div>
  )
}
