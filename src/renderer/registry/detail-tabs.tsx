import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { DoctorTab } from '../connections/doctor/doctor-tab'
import { LogTab } from '../connections/log-tab'
import { NotedList } from '../connections/noted-list'
import { PromptsTab } from '../connections/prompts-tab'
import { ResourcesTab } from '../connections/resources-tab'
import { ToolsTab } from '../connections/tools-tab'
import { ChecksTab } from '../health/checks-tab'
import { TimelineTab } from '../health/timeline/timeline-tab'
import type { DetailTab } from '../shell/view'
import { formatNumber } from '../text/format'
import { useConfigurationDrafts } from './configuration-drafts'
import { ConfigurationTab } from './configuration-tab'
import { OverviewTab } from './overview-tab'

interface DetailTabEntry {
  readonly value: DetailTab
  readonly label: ReactNode
  readonly panel: ReactNode
}

/** What there is to see of one server, in the order of the tabs. Only the chosen panel is drawn. */
export function useDetailTabs(server: Server): readonly DetailTabEntry[] {
  const { t } = useTranslation()
  const rpc = useRpc()
  const tools = useQuery({
    ...rpc.connections.tools.queryOptions({ input: { server: server.name } }),
    refetchInterval: 15_000,
  })
  return [
    { value: 'overview', label: t('detail.overview'), panel: <OverviewTab server={server} /> },
    {
      value: 'tools',
      label: <Counted word={t('detail.tools')} count={server.tools} />,
      panel: (
        <NotedList server={server} kind="tools">
          <ToolsTab server={server} tools={tools} />
        </NotedList>
      ),
    },
    {
      value: 'resources',
      label: <Counted word={t('detail.resources')} count={server.resources} />,
      panel: (
        <NotedList server={server} kind="resources">
          <ResourcesTab server={server} />
        </NotedList>
      ),
    },
    {
      value: 'prompts',
      label: <Counted word={t('detail.prompts')} count={server.prompts} />,
      panel: (
        <NotedList server={server} kind="prompts">
          <PromptsTab server={server} />
        </NotedList>
      ),
    },
    { value: 'timeline', label: t('detail.timeline'), panel: <TimelineTab server={server} /> },
    { value: 'checks', label: t('detail.checks'), panel: <ChecksTab server={server} /> },
    { value: 'doctor', label: t('detail.doctor'), panel: <DoctorTab server={server} /> },
    { value: 'log', label: t('detail.log'), panel: <LogTab server={server} /> },
    {
      value: 'configuration',
      label: <ConfigurationLabel server={server} />,
      panel: <ConfigurationTab server={server} />,
    },
  ]
}

/** Says that something typed there is not saved. */
function ConfigurationLabel({ server }: { server: Server }) {
  const { t } = useTranslation()
  const unsaved = useConfigurationDrafts(({ drafts }) => server.id in drafts)
  return (
    <>
      {t('detail.configuration')}
      {unsaved && (
        <>
          <span aria-hidden className="ml-1.5 inline-block size-1.5 rounded-full bg-accent align-middle" />
          <span className="sr-only"> {t('configuration.unsavedMark')}</span>
        </>
      )}
    </>
  )
}

/** A word and, where there are any, how many. */
function Counted({ word, count }: { word: string; count: number }) {
  return (
    <>
      {word}
      {count > 0 && <span className="tabular-nums"> {formatNumber(count)}</span>}
    </>
  )
}
