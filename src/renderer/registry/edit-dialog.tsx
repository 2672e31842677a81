import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { toast } from 'sonner'
import { RegistrationDocument } from '../../shared/contract/registration'
import type { Server } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { draftOf } from './draft'
import { ServerDialog } from './server-dialog'

/** Changes a server, from its registration as it is kept: the rows of the list carry no secrets, not even references. */
export function EditDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const rpc = useRpc()
  const kept = useQuery({
    ...rpc.registry.document.queryOptions({ input: { server: server.name } }),
    select: (document) => draftOf(RegistrationDocument.parse(document)),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { error } = kept
  useEffect(() => {
    if (!error) return
    toast.error(refusalSentence(toRefusal(error)))
    onClose()
  }, [error, onClose])

  return kept.data && <ServerDialog name={server.name} before={kept.data} onClose={onClose} />
}
