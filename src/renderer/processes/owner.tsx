import { Boxes, FlaskConical, type LucideIcon, ShieldCheck, TestTubeDiagonal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { LedgerProcess, ProcessOwner } from '../../shared/contract/processes'
import { useView } from '../shell/view'
import { cn } from '../ui/class-names'

const ours: Record<'trial' | 'sample' | 'core' | 'guardian', LucideIcon> = {
  trial: TestTubeDiagonal,
  sample: FlaskConical,
  core: Boxes,
  guardian: ShieldCheck,
}

/** Whose a process is, a way to it where there is one, and its command. */
export function Owner({ process }: { process: LedgerProcess }) {
  const { owner, command } = process
  return (
    <span className="grid min-w-0 py-1">
      <span className="flex min-w-0 items-center gap-1.5">
        <Mark owner={owner} />
        <Name owner={owner} />
      </span>
      <span title={command} className="truncate font-mono text-faint text-xs">
        <bdi>{visible(command)}</bdi>
      </span>
    </span>
  )
}

function Mark({ owner }: { owner: ProcessOwner }) {
  if (owner.kind === 'server') return null
  const Icon = ours[owner.kind === 'rollcall' ? owner.part : owner.kind]
  return <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
}

function Name({ owner }: { owner: ProcessOwner }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const name = useOwnerName(owner)
  if (owner.kind === 'trial' || owner.kind === 'rollcall') {
    const hint = owner.kind === 'rollcall' ? t(`processes.hint.${owner.part}`) : undefined
    return (
      <span title={hint} className="truncate">
        <bdi>{name}</bdi>
      </span>
    )
  }
  const go = () => {
    if (owner.kind === 'sample') set({ screen: 'discovery' })
    else set({ screen: 'servers', open: owner.id, cursor: owner.id, tab: 'overview' })
  }
  return (
    <button
      type="button"
      title={owner.kind === 'sample' ? t('processes.toSamples') : t('processes.toServer')}
      onClick={go}
      className={cn(
        'min-h-6 truncate rounded-sm text-left hover:underline',
        owner.kind === 'server' && 'font-[550]',
      )}
    >
      <bdi>{name}</bdi>
    </button>
  )
}

/** What the owner of a process is called. */
function useOwnerName(owner: ProcessOwner): string {
  const { t } = useTranslation()
  if (owner.kind === 'server') return owner.name
  if (owner.kind === 'rollcall') return t(`processes.part.${owner.part}`)
  return t(`processes.owner.${owner.kind}`, { name: owner.name })
}

/** Control characters and what reorders text are shown, not obeyed. */
function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}
