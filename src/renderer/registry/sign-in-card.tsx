import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import type { SignIn, SignInProblem } from '../../shared/contract/sign-in'
import { openLink } from '../bridge/open-link'
import { CopyButton } from '../settings/copy-button'
import { formatUntil } from '../text/format'
import { Button } from '../ui/button'
import { Spinner } from '../ui/dot'
import { Fact } from '../ui/fact'
import { useNow } from '../ui/use-now'
import { SignInClientForm } from './sign-in-client-form'
import { useSignIn, wantsClient } from './use-sign-in'

/** A sign-in that is under way, or why the last one came to nothing. */
export function SignInCard({ server }: { server: Server }) {
  const { signIn } = server
  if (!signIn) return null
  if (signIn.step !== 'idle') return <Underway server={server} signIn={signIn} />
  return signIn.problem && <Problem server={server} problem={signIn.problem} />
}

/** Who a server is signed in with, and the way out. */
export function SignedInCard({ server }: { server: Server }) {
  const { signIn } = server
  if (!signIn?.account) return null
  const isIdle = signIn.step === 'idle'
  return <Account server={server} account={signIn.account} wanted={isIdle ? signIn.wanted : []} />
}

function Underway({ server, signIn }: { server: Server; signIn: SignIn }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const { begin, cancel } = useSignIn(server)
  const { step, authorizationUrl, opened, until } = signIn
  return (
    <section
      aria-label={t('signIn.title')}
      className="grid gap-2 rounded-lg border border-line bg-raised p-3"
    >
      <h3 role="status" className="flex min-w-0 items-center gap-2 font-[560]">
        <Spinner />
        {t(`signIn.step.${step === 'idle' ? 'preparing' : step}`)}
        {until !== null && (
          <span className="ml-auto font-normal text-muted text-xs tabular-nums">
            {t('signIn.until', { age: formatUntil(until, now) })}
          </span>
        )}
      </h3>
      {authorizationUrl !== null && (
        <p className="break-words text-muted">
          {t('signIn.at')} <bdi className="font-mono text-ink text-sm">{new URL(authorizationUrl).host}</bdi>
        </p>
      )}
      <div className="flex flex-wrap gap-1.5">
        {authorizationUrl !== null && (
          <>
            <Button
              look="primary"
              busy={begin.isPending}
              onClick={() => (opened ? begin.mutate() : openLink(authorizationUrl))}
            >
              {t('signIn.again')}
            </Button>
            <CopyButton named text={authorizationUrl} label={t('signIn.copy')} />
          </>
        )}
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('action.cancel')}
        </Button>
      </div>
    </section>
  )
}

function Problem({ server, problem }: { server: Server; problem: SignInProblem }) {
  const { t } = useTranslation()
  const { code, detail, message } = problem
  const asksClient = wantsClient(problem)
  return (
    <section
      aria-label={t('signIn.title')}
      className="grid gap-2 rounded-lg border border-line bg-raised p-3"
    >
      <h3 className="font-[560]">{t(asksClient ? 'signIn.clientWanted' : 'signIn.failed')}</h3>
      <p role="status" className="break-words">
        {t(`shared:sign-in-problem.${code}`, { ...detail, defaultValue: message })}
      </p>
      {asksClient && <SignInClientForm server={server} />}
    </section>
  )
}

interface AccountProps {
  readonly server: Server
  readonly account: NonNullable<SignIn['account']>
  readonly wanted: readonly string[]
}

function Account({ server, account, wanted }: AccountProps) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const { begin, out } = useSignIn(server)
  const { issuer, scopes, expiresAt, renewable } = account
  const isLive = server.connection.state === 'connected'
  return (
    <section
      aria-label={t('signIn.account')}
      className="grid gap-2 rounded-lg border border-line bg-raised p-3"
    >
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 font-[560]">{t('signIn.account')}</h3>
        <Button busy={out.isPending} onClick={() => out.mutate()}>
          {t('signIn.out')}
        </Button>
      </div>
      <dl>
        <Fact name={t('signIn.issuer')} mono>
          <bdi>{issuer}</bdi>
        </Fact>
        <Fact name={t('signIn.scopes')} mono={scopes.length > 0}>
          {scopes.length > 0 ? <bdi>{scopes.join('  ')}</bdi> : t('signIn.noScopes')}
        </Fact>
        {expiresAt !== null && (
          <Fact name={t('signIn.expires')}>
            <span className="tabular-nums">{formatUntil(expiresAt, now)}</span>
            {renewable && <span className="text-muted"> · {t('signIn.renewed')}</span>}
          </Fact>
        )}
      </dl>
      {isLive && wanted.length > 0 && (
        <div className="grid gap-2 border-line border-t pt-2">
          <p className="break-words">
            {t('signIn.wanted')} <bdi className="font-mono text-sm">{wanted.join('  ')}</bdi>
          </p>
          <div>
            <Button look="primary" busy={begin.isPending} onClick={() => begin.mutate()}>
              {t('signIn.allow')}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}
