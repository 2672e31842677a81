import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EmbeddingsState, EmbeddingsTest } from '../../shared/contract/routing'
import { type Settings, SettingsPatch } from '../../shared/contract/settings'
import { useClient, useRpc, useSettings } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { formatNumber } from '../text/format'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Row, Section } from './section'
import { TextSetting } from './text-setting'

/** While descriptions are being sent. */
const pollMs = 3_000

/** Whether tools are found by meaning as well, and by whom. */
export function RoutingSection() {
  const { t } = useTranslation()
  const client = useClient()
  const settings = useSettings()
  const change = useAction<SettingsPatch, Settings>({ mutationFn: (patch) => client.settings.set(patch) })
  if (!settings)
    return (
      <Section section="routing">
        <div role="status" aria-label={t('settings.loading')} className="p-4">
          <Skeleton className="w-1/3" />
        </div>
      </Section>
    )
  const { embeddingsUrl, embeddingsModel } = settings
  const isOn = embeddingsUrl !== 'off'
  return (
    <Section section="routing">
      <TextSetting
        field="embeddingsUrl"
        value={isOn ? embeddingsUrl : ''}
        placeholder="https://api.openai.com/v1"
        hint={t('routing.urlHint')}
        problemIn={(text) => (fits('embeddingsUrl', text || 'off') ? undefined : t('routing.noUrl'))}
        onChange={(text) => change.mutate({ embeddingsUrl: text || 'off' })}
      />
      {isOn && (
        <>
          <TextSetting
            field="embeddingsModel"
            value={embeddingsModel}
            hint={t('routing.modelHint')}
            problemIn={(text) => (fits('embeddingsModel', text) ? undefined : t('routing.noModel'))}
            onChange={(text) => change.mutate({ embeddingsModel: text })}
          />
          <KeyRow key={embeddingsUrl} />
          <TryRow key={`${embeddingsUrl} ${embeddingsModel}`} />
        </>
      )}
    </Section>
  )
}

function fits(name: 'embeddingsUrl' | 'embeddingsModel', text: string): boolean {
  return SettingsPatch.shape[name].safeParse(text).success
}

function useEmbeddings() {
  const rpc = useRpc()
  return useQuery({
    ...rpc.routing.embeddings.queryOptions(),
    refetchInterval: ({ state: { data } }) => (data && data.known < data.all ? pollMs : false),
  })
}

/** Never shown again once it is kept. */
function KeyRow() {
  const { t } = useTranslation()
  const client = useClient()
  const state = useEmbeddings()
  const keep = useAction<string | null, EmbeddingsState>({
    mutationFn: (key) => client.routing.setEmbeddingsKey({ key }),
    onSuccess: () => void state.refetch(),
  })
  if (state.data?.hasKey)
    return (
      <Row field="embeddingsKey" label={t('setting.embeddingsKey')} hint={t('routing.keyKept')}>
        <Button busy={keep.isPending} onClick={() => keep.mutate(null)}>
          {t('routing.forgetKey')}
        </Button>
      </Row>
    )
  return (
    <TextSetting
      field="embeddingsKey"
      type="password"
      value=""
      hint={t('routing.keyHint')}
      onChange={(key) => keep.mutate(key)}
    />
  )
}

function TryRow() {
  const { t } = useTranslation()
  const client = useClient()
  const state = useEmbeddings()
  const [tried, setTried] = useState<EmbeddingsTest | null>(null)
  const attempt = useAction<void, EmbeddingsTest>({
    mutationFn: () => client.routing.testEmbeddings(),
    onSuccess: setTried,
  })
  const known = state.data && {
    known: formatNumber(state.data.known),
    all: formatNumber(state.data.all),
  }
  return (
    <Row label={t('routing.try')} hint={known && t('routing.known', known)}>
      <span role="status" className="min-w-0 max-w-80 break-words text-muted text-xs">
        {tried?.ok && t('routing.answered', { ms: formatNumber(Math.round(tried.tookMs)) })}
        {tried && !tried.ok && t('routing.failed', { reason: tried.reason })}
      </span>
      <Button busy={attempt.isPending} onClick={() => attempt.mutate()}>
        {t('routing.send')}
      </Button>
    </Row>
  )
}
