import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { toast } from 'sonner'
import { RegistrationDocument } from '../../shared/contract/registration'
import type { Server } from '../../shared/contract/registry'
import { useRpc } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { refusalSentence } from '../text/sentences'
import { draftOf } from './draft'
import type { FormPlace } from './draft-start'
import { ServerDialog } from './server-dialog'

interface EditDialogProps {
  readonly server: Server
  readonly place: FormPlace | undefined
  readonly onClose: () => void
}

/** Changes a server, from its registration as it is kept: the rows of the list carry no secrets, not even references. */
export function EditDialog({ server, place, onClose }: EditDialogProps) {
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

  return kept.data && <ServerDialog server={server} before={kept.data} place={place} onClose={onClose} />
}
