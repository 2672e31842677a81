import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { useSignIn } from './use-sign-in'

const portLeast = 1_024
const portMost = 65_535

/** Takes the client id a person got from an authorization server that knows its clients, then begins the sign-in. */
export function SignInClientForm({ server }: { server: Server }) {
  const { t } = useTranslation()
  const { give } = useSignIn(server)
  const [clientId, setClientId] = useState('')
  const [clientSecret, setClientSecret] = useState('')
  const [port, setPort] = useState('')
  const number = Number(port)
  const badPort = port !== '' && !(Number.isInteger(number) && number >= portLeast && number <= portMost)
  const ready = clientId.trim() !== '' && !badPort
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    give.mutate({ clientId, ...(clientSecret && { clientSecret }), ...(port && { port: number }) })
  }
  return (
    <form onSubmit={onSubmit} className="grid gap-2.5">
      <p className="text-muted text-sm">
        {t('signIn.redirect')}{' '}
        <bdi className="font-mono text-ink">{`http://127.0.0.1${port && !badPort ? `:${port}` : ''}/callback`}</bdi>
      </p>
      <Field label={t('signIn.clientId')}>
        {(control) => (
          <Input
            {...control}
            className="font-mono text-sm"
            value={clientId}
            maxLength={2_048}
            onChange={({ target }) => setClientId(target.value)}
          />
        )}
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)_6.5rem] gap-2.5">
        <Field label={t('signIn.clientSecret')} hint={t('signIn.secretHint')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              className="font-mono text-sm"
              value={clientSecret}
              maxLength={2_048}
              onChange={({ target }) => setClientSecret(target.value)}
            />
          )}
        </Field>
        <Field
          label={t('signIn.port')}
          hint={t('signIn.portHint')}
          problem={badPort ? t('signIn.portWrong') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="tabular-nums"
              value={port}
              maxLength={5}
              onChange={({ target }) => setPort(target.value)}
            />
          )}
        </Field>
      </div>
      <div>
        <Button type="submit" look="primary" disabled={!ready} busy={give.isPending}>
          {t('remedy.signIn')}
        </Button>
      </div>
    </form>
  )
}
