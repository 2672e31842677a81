import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Proposal, Turn } from '../../shared/contract/turns'
import { visibleLine } from '../../shared/visible-text'
import { ArgumentsForm } from '../connections/arguments-form'
import { formatList } from '../text/format'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { StrangerLine, StrangerText } from './stranger'
import { useRun } from './use-chat'

interface ProposalsProps {
  readonly conversation: string
  readonly turn: Turn
  readonly proposals: readonly Proposal[]
}

/** Without a model: the tools that fit best, the first with its form open, as far filled in as the words say. */
export function Proposals({ conversation, turn, proposals }: ProposalsProps) {
  const { t } = useTranslation()
  const wasRun = turn.parts.some(({ kind }) => kind === 'call')
  const [open, setOpen] = useState(wasRun ? -1 : 0)
  if (proposals.length === 0) return <p className="text-muted">{t('chat.proposals.none')}</p>
  return (
    <section aria-label={t('chat.proposals.title')} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <p className="text-muted text-sm">{t('chat.proposals.text')}</p>
      {proposals.map((proposal, index) => (
        <ProposalCard
          key={`${proposal.server} ${proposal.tool}`}
          conversation={conversation}
          turn={turn}
          proposal={proposal}
          open={index === open}
          onToggle={() => setOpen(index === open ? -1 : index)}
        />
      ))}
    </section>
  )
}

interface ProposalCardProps {
  readonly conversation: string
  readonly turn: Turn
  readonly proposal: Proposal
  readonly open: boolean
  readonly onToggle: () => void
}

function ProposalCard({ conversation, turn, proposal, open, onToggle }: ProposalCardProps) {
  const { t } = useTranslation()
  const id = useId()
  const run = useRun(conversation, turn.id)
  const { server, tool, title, description, missing } = proposal
  const [draft, setDraft] = useState<{ value: unknown; raw: string | null }>({
    value: proposal.arguments,
    raw: null,
  })
  const name = `${server}.${tool}`
  const isBusy = turn.state === 'running' || run.isPending
  return (
    <article aria-label={visibleLine(name)} className="min-w-0 rounded-lg border border-line bg-raised">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className={cn(
          'grid w-full min-w-0 gap-0.5 rounded-lg px-2.5 py-2 text-left outline-offset-[-2px] hover:bg-panel',
          open && 'rounded-b-none',
        )}
      >
        <span className="flex min-w-0 items-baseline gap-2">
          <code title={visibleLine(name)} className="max-w-full shrink-0 truncate font-mono text-sm">
            <StrangerLine text={name} />
          </code>
          {title && (
            <span className="min-w-0 truncate text-muted text-sm">
              <StrangerLine text={title} />
            </span>
          )}
        </span>
        {description && (
          <span
            dir="auto"
            className={cn('text-muted text-sm wrap-anywhere', open ? 'line-clamp-4' : 'line-clamp-1')}
          >
            <StrangerText text={description} />
          </span>
        )}
      </button>
      {open && (
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5 border-line border-t p-2.5">
          {missing.length > 0 && (
            <p className="text-muted text-sm wrap-anywhere">
              {t('chat.proposals.missing', { fields: formatList(missing.map(visibleLine)) })}
            </p>
          )}
          <ArgumentsForm
            id={id}
            schema={proposal.inputSchema}
            draft={draft}
            strict={false}
            onDraft={(part) => setDraft({ ...draft, ...part })}
            onSubmit={(args) => run.mutate({ server, tool, arguments: args }, { onSuccess: onToggle })}
            onInvalid={() => focusFirstWrong(id)}
          />
          <Button look="primary" type="submit" form={id} busy={isBusy} className="justify-self-start">
            {t('action.run')}
          </Button>
        </div>
      )}
    </article>
  )
}

/** Once the form says what is wrong. */
function focusFirstWrong(id: string): void {
  setTimeout(() => document.getElementById(id)?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
}
