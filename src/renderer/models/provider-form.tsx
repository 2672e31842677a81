import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownProvider, ModelProvider } from '../../shared/contract/models'
import { useRpc } from '../bridge/bridge'
import { openLink } from '../bridge/open-link'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'
import { SuggestInput } from '../ui/suggest-input'
import { TestResult } from './test-result'
import { useProvider } from './use-provider'

interface ProviderFormProps {
  readonly kind: KnownProvider
  readonly title: string
  /** What it is called where the person gives no name. */
  readonly usualName: string
  readonly id: string
  readonly provider?: ModelProvider
  /** To the kinds, where one is added. */
  readonly onBack?: () => void
  readonly onClose: () => void
}

/** Name, address and key of a provider. A key goes in and never comes out again. */
export function ProviderForm({ kind, title, usualName, id, provider, onBack, onClose }: ProviderFormProps) {
  const { t } = useTranslation()
  const formId = useId()
  const [name, setName] = useState(provider?.name ?? usualName)
  const [baseUrl, setBaseUrl] = useState(provider?.baseUrl ?? kind.baseUrl)
  const [key, setKey] = useState('')
  const [forgets, setForgets] = useState(false)
  const draft = {
    kind: kind.kind,
    name: name.trim() || usualName,
    baseUrl: baseUrl.trim() || kind.baseUrl,
    ...(forgets ? { key: null } : key.trim() !== '' && { key: key.trim() }),
  }
  const { test, save, problem, result, forget } = useProvider({ id, provider, draft, onSaved: onClose })
  const changing =
    <T,>(change: (value: T) => void) =>
    (value: T) => {
      change(value)
      forget()
    }
  return (
    <Dialog
      title={title}
      closeLabel={t('action.close')}
      onClose={onClose}
      firstFocus={(content) =>
        content.querySelector(kind.needsKey ? 'input[type=password]' : 'input[role=combobox]')
      }
      footer={
        <>
          {onBack && (
            <Button look="ghost" className="mr-auto" onClick={onBack}>
              {t('models.back')}
            </Button>
          )}
          <Button busy={test.isPending} onClick={() => test.mutate()}>
            {t('models.test')}
          </Button>
          <Button look="primary" type="submit" form={formId} busy={save.isPending}>
            {t('action.save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Field label={t('models.name')}>
          {(control) => (
            <Input
              {...control}
              maxLength={100}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label={t('models.address')} hint={t('models.addressHint')} problem={problem('baseUrl')}>
          {(control) => (
            <SuggestInput
              {...control}
              dir="ltr"
              className="font-mono"
              maxLength={2_048}
              value={baseUrl}
              suggestions={[kind.baseUrl, ...kind.otherUrls].filter((url) => url !== '')}
              suggestionsLabel={t('models.addresses')}
              onChange={changing(setBaseUrl)}
            />
          )}
        </Field>
        <Field label={t('models.key')} hint={<KeyHint />} problem={problem('key')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              dir="ltr"
              maxLength={8_192}
              className="font-mono"
              disabled={forgets}
              placeholder={provider?.hasKey ? t('models.keyKeptHint') : ''}
              value={key}
              onChange={({ target }) => changing(setKey)(target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {kind.keyPage !== null && <KeyPage address={kind.keyPage} />}
          {provider?.hasKey && (
            <Checkbox checked={forgets} onChange={changing(setForgets)}>
              {t('models.forgetKey')}
            </Checkbox>
          )}
        </div>
        <div role="status">{result && <TestResult test={result} />}</div>
      </form>
    </Dialog>
  )
}

/** Where a key is kept on this machine. */
function KeyHint(): ReactNode {
  const { t } = useTranslation()
  const about = useQuery(useRpc().rollcall.about.queryOptions())
  return (
    <>
      {about.data && `${t(`about.secretsKept.${about.data.secrets}`)} `}
      {t('models.keyHint')}
    </>
  )
}

function KeyPage({ address }: { address: string }) {
  const { t } = useTranslation()
  return (
    <Button look="ghost" className="-ml-2.5" title={address} onClick={() => openLink(address)}>
      <ExternalLink aria-hidden className="size-3.5" />
      {t('models.keyPage')}
    </Button>
  )
}
