import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { Server } from '../../shared/contract/registry'
import { useClient, useRpc } from '../bridge/bridge'
import { issuesOf, type Refusal, toRefusal } from '../bridge/fault'
import { reasonSentence, refusalSentence } from '../text/sentences'
import { useConfigurationDrafts } from './configuration-drafts'
import { type Reading, readConfiguration, written } from './configuration-text'
import { type Document, patchBetween } from './patch'

/** A registration being edited as text: what is typed, what that comes to, and saving it. */
export interface Configuration {
  readonly text: string
  readonly reading: Reading
  /** What saving would change; empty where nothing would be, or the text cannot be read. */
  readonly patch: Document
  readonly unsaved: boolean
  /** The registration was changed elsewhere since the editing began. */
  readonly overtaken: boolean
  readonly saving: boolean
  /** Why it could not be saved. */
  readonly refused: string | undefined
  readonly change: (text: string) => void
  readonly save: () => void
  readonly undo: () => void
  /** Saves on top of what is there now, as if the editing had begun with it. */
  readonly insist: () => void
}

export function useConfiguration(server: Server, kept: Document): Configuration {
  const { drafts, keep, drop } = useConfigurationDrafts()
  const now = useMemo(() => written(kept), [kept])
  const { text, base } = drafts[server.id] ?? { text: now, base: now }
  const reading = useMemo(() => readConfiguration(text), [text])
  const patch = useMemo(
    () => (reading.document ? patchBetween(JSON.parse(base), reading.document) : {}),
    [reading, base],
  )
  const { save, saving, refused, forget } = useSave(server)
  const change = (next: string) => {
    forget()
    if (next === now) drop(server.id)
    else keep(server.id, { text: next, base })
  }
  return {
    text,
    reading,
    patch,
    unsaved: text !== base,
    overtaken: text !== base && base !== now,
    saving,
    refused,
    change,
    save: () => {
      if (reading.document && Object.keys(patch).length > 0) save(patch)
    },
    undo: () => change(now),
    insist: () => keep(server.id, { text, base: now }),
  }
}

function useSave(server: Server) {
  const { t } = useTranslation()
  const client = useClient()
  const rpc = useRpc()
  const queries = useQueryClient()
  const drop = useConfigurationDrafts((all) => all.drop)
  const [saving, setSaving] = useState(false)
  const [refused, setRefused] = useState<string>()
  const send = async (patch: Document) => {
    setSaving(true)
    setRefused(undefined)
    try {
      const { name } = await client.registry.update({ params: { server: server.name }, body: patch })
      const document = await client.registry.document({ server: name })
      queries.setQueryData(rpc.registry.document.queryKey({ input: { server: name } }), document)
      drop(server.id)
      toast.success(t('configuration.saved', { name }))
      await queries.invalidateQueries({ queryKey: rpc.discovery.sightings.key() })
    } catch (error) {
      setRefused(sentenceOf(toRefusal(error)))
    } finally {
      setSaving(false)
    }
  }
  return {
    saving,
    refused,
    save: (patch: Document) => void send(patch),
    forget: () => setRefused(undefined),
  }
}

/** The first field the core names, else what it says. */
function sentenceOf(refusal: Refusal): string {
  const [issue] = issuesOf(refusal)
  if (!issue) return refusalSentence(refusal)
  return `${issue.path.replace(/^body\./u, '')}: ${reasonSentence(issue.message)}`
}
