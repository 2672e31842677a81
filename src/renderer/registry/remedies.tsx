import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { FindOutWhy } from '../connections/doctor/find-out-why'
import { useView } from '../shell/view'
import { Button } from '../ui/button'
import { useAccept, useCheck, useSwitch } from './actions'
import { type Remedy, remediesOf } from './remedy'
import { useSignIn } from './use-sign-in'

/** What can be done about it, as buttons; the likeliest first and strongest. */
export function Remedies({ server }: { server: Server }) {
  const { t } = useTranslation()
  const remedies = remediesOf(server)
  if (remedies.length === 0) return null
  return (
    <fieldset aria-label={t('remedy.label')} className="mt-2.5 flex flex-wrap gap-1.5">
      {remedies.map((remedy, at) => (
        <RemedyButton
          key={remedy.kind}
          server={server}
          remedy={remedy}
          look={at === 0 && remedy.kind !== 'tab' ? 'primary' : 'plain'}
        />
      ))}
      <FindOutWhy server={server} />
    </fieldset>
  )
}

interface RemedyButtonProps {
  readonly server: Server
  readonly remedy: Remedy
  readonly look: 'primary' | 'plain'
}

/** One remedy as a button. */
export function RemedyButton({ server, remedy, look }: RemedyButtonProps) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const check = useCheck()
  const toggle = useSwitch()
  const accept = useAccept()
  const { begin, out } = useSignIn(server)
  const isOtherProgram = server.connection.error?.code === 'program-changed'
  switch (remedy.kind) {
    case 'try':
      return (
        <Button
          look={look}
          busy={check.isPending}
          onClick={() => check.mutate(server.name)}
          className="min-w-24"
        >
          {t('remedy.tryNow')}
        </Button>
      )
    case 'connect':
      return (
        <Button look={look} onClick={() => toggle(server, true)}>
          {t('action.connect')}
        </Button>
      )
    case 'accept':
      return (
        <Button look={look} busy={accept.isPending} onClick={() => accept.mutate(server.name)}>
          {t(isOtherProgram ? 'remedy.acceptProgram' : 'remedy.accept')}
        </Button>
      )
    case 'sign-in':
      return (
        <Button look={look} busy={begin.isPending} onClick={() => begin.mutate()}>
          {t('remedy.signIn')}
        </Button>
      )
    case 'sign-out':
      return (
        <Button look={look} busy={out.isPending} onClick={() => out.mutate()}>
          {t('signIn.out')}
        </Button>
      )
    case 'edit':
      return (
        <Button
          look={look}
          onClick={() => set({ overlay: { kind: 'edit', serverId: server.id, place: remedy.place } })}
        >
          {t(`remedy.${remedy.label}`)}
        </Button>
      )
    case 'tab':
      return (
        <Button look={look} onClick={() => set({ tab: remedy.tab })}>
          {t(`remedy.${remedy.tab}`)}
        </Button>
      )
  }
}
