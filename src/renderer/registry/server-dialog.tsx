import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegistrationDocument } from '../../shared/contract/registration'
import { useView } from '../shell/view'
import { reasonSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { type Draft, documentOf, type Problem, problemsOf } from './draft'
import type { FormPlace } from './draft-start'
import { RegistrationForm } from './registration-form'
import { TrialCard } from './trial-card'
import { useForm } from './use-form'
import { useSend } from './use-send'
import { useTrial } from './use-trial'

interface ServerDialogProps {
  /** The server to change; without it one is added. */
  readonly server?: { readonly id: string; readonly name: string }
  /** What the form begins with. */
  readonly before: Draft
  /** Where the person is to type first. */
  readonly place?: FormPlace | undefined
  readonly onClose: () => void
}

/** Adds a server, or changes one. */
export function ServerDialog({ server, before: given, place, onClose }: ServerDialogProps) {
  const { t } = useTranslation()
  const formId = useId()
  const name = server?.name
  const fixedKind = server !== undefined
  const form = useForm({ key: server?.id ?? '', given, place, fixedKind })
  const { draft, before, ready } = form
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  const { send, busy, refused, general, forget } = useSend(name, before, () => {
    form.done()
    onClose()
  })
  const trial = useTrial()
  const found = problemsOf(ready)
  const say = useProblemText()

  const attempt = (go: () => void) => {
    setTried(true)
    if (found.size === 0) go()
    else focusFirstProblem(formId)
  }
  /** A server keeps its name while it is tested: its stored secrets open under no other. */
  const test = () => {
    const document = documentOf(ready) as RegistrationDocument
    trial.run(name === undefined ? document : { ...document, name })
  }
  const changed = () => {
    forget()
    trial.forget()
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
      {...(place && { firstFocus: (content) => fieldAt(place, content) })}
      footer={
        <Footer
          formId={formId}
          adds={name === undefined}
          general={general}
          testing={trial.state.kind === 'running'}
          sending={busy}
          onTest={() => attempt(test)}
          onClose={onClose}
        />
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          attempt(() => send(ready))
        }}
      >
        {name === undefined && place === undefined && <Anything />}
        {form.isBack && <Back onStartOver={() => [form.startOver(), changed()]} />}
        {form.list !== undefined && <PastedList text={form.list} />}
        <RegistrationForm
          draft={draft}
          fixedKind={fixedKind}
          nameFirst={place === undefined}
          suggested={form.suggested}
          problem={problem}
          onLeave={(field) => setTouched(new Set([...touched, field]))}
          onPaste={(text, asCommand) => {
            const taken = form.paste(text, asCommand)
            if (taken) changed()
            return taken
          }}
          onChange={(part) => {
            form.change(part)
            changed()
          }}
        />
      </form>
      <TrialCard state={trial.state} kind={draft.kind} onStop={trial.forget} />
    </Dialog>
  )
}

interface FooterProps {
  readonly formId: string
  readonly adds: boolean
  /** A refusal that belongs to no field. */
  readonly general: string | undefined
  readonly testing: boolean
  readonly sending: boolean
  readonly onTest: () => void
  readonly onClose: () => void
}

function Footer({ formId, adds, general, testing, sending, onTest, onClose }: FooterProps) {
  const { t } = useTranslation()
  return (
    <>
      {general && (
        <p role="alert" className="max-h-16 basis-full overflow-y-auto text-down-text wrap-anywhere">
          {general}
        </p>
      )}
      <Button className="mr-auto" busy={testing} onClick={onTest}>
        {t('trial.test')}
      </Button>
      <Button onClick={onClose}>{t('action.cancel')}</Button>
      <Button look="primary" type="submit" form={formId} busy={sending}>
        {t(adds ? 'action.add' : 'action.save')}
      </Button>
    </>
  )
}

/** Nothing that was typed is lost by closing; nor must it be in the way. */
function Back({ onStartOver }: { onStartOver: () => void }) {
  const { t } = useTranslation()
  return (
    <div
      role="status"
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-accent-soft px-3 py-1.5"
    >
      <span className="min-w-0 flex-1">{t('dialog.back')}</span>
      <Button className="h-6 px-2 text-sm" onClick={onStartOver}>
        {t('dialog.startOver')}
      </Button>
    </div>
  )
}

/** Several servers, or a link, do not fit into one form; the box says first what they are and would do. */
function PastedList({ text }: { text: string }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const open = () => set({ overlay: { kind: 'box', text, at: Date.now() } })
  return (
    <div
      role="status"
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line px-3 py-1.5"
    >
      <span className="min-w-0 flex-1">{t('dialog.pastedList')}</span>
      <Button className="h-6 px-2 text-sm" onClick={open}>
        {t('dialog.pastedShow')}
      </Button>
    </div>
  )
}

/** The way to the box, for those who have something to paste instead of something to type. */
function Anything() {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  return (
    <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
      <span className="min-w-0 flex-1">{t('box.offer')}</span>
      <Button
        className="h-6 px-2 text-sm"
        onClick={() => set({ overlay: { kind: 'box', text: '', at: Date.now() } })}
      >
        {t('box.openBox')}
      </Button>
    </p>
  )
}

function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation()
  return ({ code, message, max }) =>
    code === 'text' ? reasonSentence(message) : t(`problem.${code}`, { max: max ?? 0 })
}

/** Where the person was sent to: the first empty field there, else the first, else the button that adds one. */
function fieldAt(place: FormPlace, content: HTMLElement): HTMLElement | null | undefined {
  const within = content.querySelector<HTMLElement>(`[data-field="${place}"]`)
  if (within instanceof HTMLInputElement) return within
  const inputs = [...(within?.querySelectorAll('input') ?? [])]
  return inputs.find((input) => input.value === '') ?? inputs[0] ?? within?.querySelector('button')
}

function focusFirstProblem(formId: string): void {
  requestAnimationFrame(() => {
    const first = document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid=true]')
    first?.focus()
  })
}
