import { FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import type { Resource, ResourceTemplate } from '../../shared/contract/resources'
import { useSwitch } from '../registry/actions'
import { formatBytes } from '../text/format'
import { EmptyState } from '../ui/empty-state'
import { Bench } from './bench'
import { useChosen, useWished } from './chosen'
import { ListEmpty, ListFailed, ListLoading } from './list-states'
import { type OfferEntry, OfferList } from './offer-list'
import { ResourcePane } from './resource-pane'
import { TemplatePane } from './template-pane'
import { useAbilities, useResources, useTemplates } from './use-list'

/** What a server has to read: the list at the left, the chosen one at the right. */
export function ResourcesTab({ server }: { server: Server }) {
  const { t } = useTranslation()
  const resources = useResources(server)
  const templates = useTemplates(server)
  const toggle = useSwitch()
  const [chosen, choose] = useChosen(server.id, 'resources')
  useWished('resource', (uri) => choose(keyOf('resource', uri)))

  if (!resources.data || !templates.data) {
    const error = resources.error ?? templates.error
    const retry = () => void Promise.all([resources.refetch(), templates.refetch()])
    return error ? (
      <ListFailed title={t('resources.failed')} error={error} onRetry={retry} />
    ) : (
      <ListLoading label={t('resources.loading')} />
    )
  }
  const found = [...resources.data, ...templates.data]
  if (found.length === 0)
    return (
      <ListEmpty
        server={server}
        icon={<FileText />}
        title={t('resources.none')}
        noneOffered={t('resources.noneOffered')}
        onConnect={() => toggle(server, true)}
      />
    )
  const both = resources.data.length > 0 && templates.data.length > 0
  return (
    <Bench
      isChosen={chosen !== null}
      backLabel={t('resources.back')}
      onBack={() => choose(null)}
      list={
        <OfferList
          label={t('detail.resources')}
          searchLabel={t('resources.search')}
          nothing={t('resources.nothing')}
          chosen={chosen}
          onChoose={choose}
          groups={[
            { title: both ? t('resources.single') : null, entries: once(resources.data.map(entryOf)) },
            { title: t('resources.templates'), entries: once(templates.data.map(templateEntryOf)) },
          ]}
        />
      }
      pane={
        <Chosen
          server={server}
          resource={resources.data.find(({ uri }) => keyOf('resource', uri) === chosen) ?? unlisted(chosen)}
          template={templates.data.find(({ uriTemplate }) => keyOf('template', uriTemplate) === chosen)}
        />
      }
    />
  )
}

interface ChosenProps {
  readonly server: Server
  readonly resource: Resource | undefined
  readonly template: ResourceTemplate | undefined
}

function Chosen({ server, resource, template }: ChosenProps) {
  const { t } = useTranslation()
  const abilities = useAbilities(server)
  if (resource)
    return (
      <ResourcePane
        key={resource.uri}
        server={server}
        resource={resource}
        subscribes={abilities.subscribes}
      />
    )
  if (template)
    return <TemplatePane key={template.uriTemplate} server={server} template={template} {...abilities} />
  return (
    <EmptyState icon={<FileText />} title={t('resources.choose')}>
      {t('resources.chooseHint')}
    </EmptyState>
  )
}

function entryOf({ uri, name, title, mimeType, size }: Resource): OfferEntry {
  return {
    key: keyOf('resource', uri),
    name: title ?? name,
    note: uri,
    isCode: true,
    mark: mimeType,
    more: size === undefined ? undefined : formatBytes(size),
  }
}

function templateEntryOf({ uriTemplate, name, title, mimeType }: ResourceTemplate): OfferEntry {
  return {
    key: keyOf('template', uriTemplate),
    name: title ?? name,
    note: uriTemplate,
    isCode: true,
    mark: mimeType,
  }
}

function keyOf(kind: 'resource' | 'template', uri: string): string {
  return `${kind} ${uri}`
}

/** A resource an answer named need not be in the list; it is read all the same. */
function unlisted(chosen: string | null): Resource | undefined {
  const prefix = keyOf('resource', '')
  if (!chosen?.startsWith(prefix)) return undefined
  const uri = chosen.slice(prefix.length)
  return { uri, name: uri }
}

/** A server may list the same thing twice; one row is enough. */
function once(entries: readonly OfferEntry[]): readonly OfferEntry[] {
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()]
}
