import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useView } from '../shell/view'
import { canSignIn, useSignIn } from './use-sign-in'

/** In the row of a server that wants a sign-in: the one press that begins it. */
export function SignInWord({ server }: { server: Server }) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const { begin } = useSignIn(server)
  if (!canSignIn(server)) return null
  return (
    <button
      type="button"
      tabIndex={-1}
      disabled={begin.isPending}
      aria-label={t('signIn.to', { name: server.name })}
      onClick={(event) => {
        event.stopPropagation()
        set({ open: server.id, cursor: server.id, tab: 'overview' })
        begin.mutate()
      }}
      className="-my-1 inline-flex min-h-6 shrink-0 items-center rounded-sm px-1 text-slow-text text-xs underline decoration-dotted underline-offset-2 hover:decoration-solid"
    >
      {t('remedy.signIn')}
    </button>
  )
}
