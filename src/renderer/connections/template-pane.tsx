import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseTemplate } from 'url-template'
import type { Server } from '../../shared/contract/registry'
import type { ResourceTemplate } from '../../shared/contract/resources'
import { Button } from '../ui/button'
import { ScrollFrame } from '../ui/scroll-frame'
import { ArgumentFields } from './argument-fields'
import { filledIn } from './filled-in'
import { OfferHeader } from './offer-header'
import { ResourceView } from './resource-view'
import { isUsable } from './usable'

interface TemplatePaneProps {
  readonly server: Server
  readonly template: ResourceTemplate
  readonly subscribes: boolean
  readonly completes: boolean
}

/** Many resources under one pattern: its variables are filled in, then the resource is read as any other. */
export function TemplatePane({ server, template, subscribes, completes }: TemplatePaneProps) {
  const { t } = useTranslation()
  const { uriTemplate, variables } = template
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [uri, setUri] = useState<string | null>(null)
  const isConnected = isUsable(server)
  const address = parseTemplate(uriTemplate).expand(filledIn(values))
  const place = useRef<HTMLDivElement>(null)
  const read = (event: FormEvent) => {
    event.preventDefault()
    setUri(address)
  }
  return (
    <ScrollFrame label={template.title ?? template.name} className="min-w-0 overflow-y-auto px-4 py-3">
      <OfferHeader of={template} address={uriTemplate} />
      <form noValidate onSubmit={read} className="mt-3 grid gap-3">
        <ArgumentFields
          server={server.name}
          of={{ kind: 'template', uriTemplate }}
          args={variables.map((name) => ({ name, required: true }))}
          values={values}
          onChange={setValues}
          completes={completes && isConnected}
          checked={false}
        />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button look="primary" type="submit" disabled={!isConnected || address === ''}>
            {t('resources.read')}
          </Button>
          <output
            aria-label={t('resources.address')}
            className="min-w-0 break-all font-mono text-muted text-xs"
          >
            <bdi>{address}</bdi>
          </output>
        </div>
      </form>
      <div ref={place} className="scroll-my-1">
        {uri !== null && (
          <ResourceView
            key={uri}
            server={server}
            uri={uri}
            subscribes={subscribes}
            knownType={template.mimeType}
            onShown={() => place.current?.scrollIntoView({ block: 'nearest' })}
          />
        )}
      </div>
    </ScrollFrame>
  )
}
