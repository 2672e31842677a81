import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Source, SourceTest } from '../../shared/contract/discovery'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Spinner } from '../ui/dot'
import { Segmented } from '../ui/segmented'
import { AddSourceFields } from './add-source-fields'
import { draftTypes, emptyDraft, inputOf, problemOf, type SourceDraft } from './source-draft'
import { isGood, SourceTestReport } from './source-test'

/** How far the trying of a draft is. A test belongs to the draft it was made with. */
type Trial =
  | { readonly kind: 'idle' | 'running' | 'adding' }
  | { readonly kind: 'tested'; readonly test: SourceTest }
  | { readonly kind: 'refused'; readonly sentence: string }

/** Adds a source of any kind. It is tried first; one that fails can be added all the same, once that was seen. */
export function AddSourceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<SourceDraft>(emptyDraft)
  const { trial, problem, run, forget } = useTrial(draft, onClose)
  const change = (part: Partial<SourceDraft>) => {
    setDraft({ ...draft, ...part })
    forget()
  }
  const failed = trial.kind === 'tested' && !isGood(trial.test)
  const busy = trial.kind === 'running' || trial.kind === 'adding'
  return (
    <Dialog
      title={t('sourceDialog.title')}
      description={t('sourceDialog.text')}
      closeLabel={t('action.close')}
      onClose={onClose}
      onEnter={() => void run('add')}
      firstFocus={(content) => content.querySelector('input')}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button busy={trial.kind === 'running'} disabled={busy} onClick={() => void run('test')}>
            {t('sourceDialog.test')}
          </Button>
          <Button
            look="primary"
            busy={trial.kind === 'adding'}
            disabled={busy}
            onClick={() => void run('add')}
          >
            {failed ? t('sourceDialog.addAnyway') : t('sourceDialog.add')}
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void run('add')
        }}
      >
        <Segmented
          label={t('sourceDialog.kind')}
          className="justify-self-start"
          value={draft.type}
          options={draftTypes.map((type) => ({ value: type, label: t(`sourceKind.${type}`) }))}
          onChange={(type) => change({ type })}
        />
        <AddSourceFields
          draft={draft}
          problem={problem && t(`sourceDialog.problem.${problem}`)}
          onChange={change}
        />
        {/* Enter in a field adds. */}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
      <TrialPart trial={trial} />
    </Dialog>
  )
}

function TrialPart({ trial }: { trial: Trial }) {
  const { t } = useTranslation()
  if (trial.kind === 'idle') return null
  return (
    <section
      role="status"
      aria-label={t('sourceTest.title')}
      className="mt-4 rounded-lg border border-line p-3"
    >
      {(trial.kind === 'running' || trial.kind === 'adding') && (
        <p className="flex items-center gap-2 text-muted">
          <Spinner />
          {t('sourceTest.running')}
        </p>
      )}
      {trial.kind === 'refused' && <p className="break-words text-down-text">{trial.sentence}</p>}
      {trial.kind === 'tested' && <SourceTestReport test={trial.test} />}
    </section>
  )
}

function useTrial(draft: SourceDraft, onAdded: () => void) {
  const { t } = useTranslation()
  const client = useClient()
  const [trial, setTrial] = useState<Trial>({ kind: 'idle' })
  const [problem, setProblem] = useState<ReturnType<typeof problemOf>>(null)

  const add = async (): Promise<void> => {
    setTrial({ kind: 'adding' })
    const source: Source = await client.discovery.addSource(inputOf(draft))
    toast.success(t('addSource.done', { name: source.name, count: source.servers }))
    onAdded()
  }
  const run = async (wanted: 'test' | 'add'): Promise<void> => {
    const wrong = problemOf(draft)
    setProblem(wrong)
    if (wrong !== null) return
    try {
      if (wanted === 'add' && trial.kind === 'tested') return await add()
      setTrial({ kind: 'running' })
      const test = await client.discovery.testSource(inputOf(draft))
      if (wanted === 'add' && isGood(test)) return await add()
      setTrial({ kind: 'tested', test })
    } catch (error) {
      setTrial({ kind: 'refused', sentence: refusalSentence(toRefusal(error)) })
    }
  }
  const forget = () => {
    setTrial({ kind: 'idle' })
    setProblem(null)
  }
  return { trial, problem, run, forget }
}
