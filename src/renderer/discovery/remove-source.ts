import type { TFunction } from 'i18next'
import { toast } from 'sonner'
import type { Client } from '../../shared/contract'
import type { Source } from '../../shared/contract/discovery'
import { toRefusal } from '../bridge/fault'
import { undoMs } from '../registry/actions'
import { refusalSentence } from '../text/sentences'

interface Means {
  readonly client: Client
  readonly t: TFunction
}

/** Removes a source at once, says what went with it, and offers to undo all of that. */
export async function removeSource({ client, t }: Means, { id, name }: Source): Promise<void> {
  try {
    const { removed, undo } = await client.discovery.removeSource({ id })
    const told =
      removed.length === 0
        ? t('sourceCard.goneAlone', { name })
        : t('sourceCard.gone', { name, count: removed.length })
    const action = { label: t('action.undo'), onClick: () => void restoreSource({ client, t }, undo, name) }
    toast(told, { duration: undoMs, action })
  } catch (error) {
    toast.error(refusalSentence(toRefusal(error)))
  }
}

async function restoreSource({ client, t }: Means, undo: string, name: string): Promise<void> {
  try {
    const { restored } = await client.discovery.restoreSource({ undo })
    toast.success(t('sourceCard.back', { name, count: restored.length }))
  } catch (error) {
    toast.error(refusalSentence(toRefusal(error)))
  }
}
