import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { useClient } from '../bridge/bridge'
import { issuesOf, toRefusal } from '../bridge/fault'
import { useView } from '../shell/view'
import { reasonSentence, refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { type Draft, documentOf, type Problem, patchOf, problemsOf } from './draft'
import { RegistrationForm } from './registration-form'
import { TrialCard } from './trial-card'
import { useTrial } from './use-trial'

interface ServerDialogProps {
  /** The server to change; without it one is added. */
  readonly name?: string
  /** What the form begins with. */
  readonly before: Draft
  readonly onClose: () => void
}

/** Adds a server, or changes one. */
export function ServerDialog({ name, before, onClose }: ServerDialogProps) {
  const { t } = useTranslation()
  const formId = useId()
  const [draft, setDraft] = useState<Draft>(before)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  const { send, busy, refused, general, forget } = useSend(name, before, onClose)
  const trial = useTrial()
  const found = problemsOf(draft)
  const say = useProblemText()

  const submit = () => {
    setTried(true)
    if (found.size === 0) send(draft)
    else focusFirstProblem(formId)
  }
  /** A server keeps its name while it is tested: its stored secrets open under no other. */
  const test = () => {
    setTried(true)
    const document = documentOf(draft) as RegistrationDocument
    if (found.size === 0) trial.run(name === undefined ? document : { ...document, name })
    else focusFirstProblem(formId)
  }
  const problem = (field: string) => {
    const mine = found.get(field)
    if (mine && (tried || touched.has(field))) return say(mine)
    return refused.get(field)
  }
  return (
    <Dialog
      title={name !== undefined ? t('dialog.editTitle', { name }) : t('dialog.addTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          {general && (
            <p role="alert" className="mr-auto text-down-text">
              {general}
            </p>
          )}
          <Button className="mr-auto" busy={trial.state.kind === 'running'} onClick={test}>
            {t('trial.test')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" form={formId} busy={busy}>
            {name !== undefined ? t('action.save') : t('action.add')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <RegistrationForm
          draft={draft}
          fixedKind={name !== undefined}
          problem={problem}
          onLeave={(field) => setTouched(new Set([...touched, field]))}
          onChange={(part) => {
            setDraft({ ...draft, ...part })
            forget()
            trial.forget()
          }}
        />
      </form>
      <TrialCard state={trial.state} kind={draft.kind} />
    </Dialog>
  )
}

/** Sends the draft; what the core refuses comes back by field where it names one. */
function useSend(name: string | undefined, before: Draft, onSent: () => void) {
  const client = useClient()
  const set = useView((view) => view.set)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map())
  const [general, setGeneral] = useState<string>()

  const forget = () => {
    setRefused(new Map())
    setGeneral(undefined)
  }
  const refuse = (error: unknown) => {
    const refusal = toRefusal(error)
    const byField = new Map(
      issuesOf(refusal).map(({ path, message }) => [
        path.replace(/^body\./, '').split('.')[0] ?? '',
        reasonSentence(message),
      ]),
    )
    if (refusal.code === 'name-taken') byField.set('name', refusalSentence(refusal))
    setRefused(byField)
    setGeneral(byField.size === 0 ? refusalSentence(refusal) : undefined)
  }
  const send = async (draft: Draft) => {
    setBusy(true)
    forget()
    try {
      const sent =
        name !== undefined
          ? await client.registry.update({ params: { server: name }, body: patchOf(before, draft) })
          : await client.registry.register(documentOf(draft) as RegistrationDocument)
      set({ screen: 'servers', cursor: sent.id, open: sent.id, tab: 'overview' })
      onSent()
    } catch (error) {
      refuse(error)
    } finally {
      setBusy(false)
    }
  }
  return { send: (draft: Draft) => void send(draft), busy, refused, general, forget }
}

function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation()
  return ({ code, message, max }) =>
    code === 'text' ? reasonSentence(message) : t(`problem.${code}`, { max: max ?? 0 })
}

function focusFirstProblem(formId: string): void {
  requestAnimationFrame(() => {
    const first = document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid=true]')
    first?.focus()
  })
}
