import type { Server } from '../../shared/contract/registry'
import type { SignIn, SignInProblem } from '../../shared/contract/sign-in'
import { useClient } from '../bridge/bridge'
import { openLink } from '../bridge/open-link'
import { useAction } from '../bridge/use-action'

/** The client id a person got from an authorization server. */
export interface ClientGiven {
  readonly clientId: string
  readonly clientSecret?: string
  readonly port?: number
}

/** Whether signing in is what a server waits for, and nobody is at it yet. */
export function canSignIn({ connection, signIn, intent }: Server): boolean {
  const code = connection.error?.code
  const isWanted = code === 'sign-in-required' || code === 'scope-required'
  return intent === 'on' && isWanted && (signIn?.step ?? 'idle') === 'idle'
}

/** A person has to bring a client id before anything else can help. */
export function wantsClient(problem: SignInProblem | null | undefined): boolean {
  return problem?.code === 'client-wanted' || problem?.code === 'client-refused'
}

/** A shell without a browser of its own leaves the opening to the page. */
export function openSignIn({ opened, authorizationUrl }: SignIn): void {
  if (!opened && authorizationUrl !== null) openLink(authorizationUrl)
}

/** Signing in to one server, and out. */
export function useSignIn({ name: server }: Pick<Server, 'name'>) {
  const client = useClient()
  const begin = useAction<void, SignIn>({
    mutationFn: () => client.signIn.begin({ server }),
    onSuccess: openSignIn,
  })
  const cancel = useAction<void, SignIn>({ mutationFn: () => client.signIn.cancel({ server }) })
  const out = useAction<void, SignIn>({ mutationFn: () => client.signIn.out({ server }) })
  const give = useAction<ClientGiven, SignIn>({
    mutationFn: (given) => client.signIn.client({ server, ...given }),
    onSuccess: openSignIn,
  })
  return { begin, cancel, out, give }
}
