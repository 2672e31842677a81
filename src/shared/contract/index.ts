import type { ContractRouterClient } from '@orpc/contract'
import { activityContract } from './activity'
import { advertisingContract } from './advertising'
import { chatContract } from './chat'
import { clientsContract } from './clients'
import { connectionsContract } from './connections'
import { consentsContract } from './consents'
import { discoveryContract } from './discovery'
import { doctorContract } from './doctor'
import { healthContract } from './health'
import { importContract } from './import'
import { inboxContract } from './inbox'
import { modelsContract } from './models'
import { noticesContract } from './notices'
import { processesContract } from './processes'
import { registryContract } from './registry'
import { rollcallContract } from './rollcall'
import { routingContract } from './routing'
import { settingsContract } from './settings'
import { sharingContract } from './sharing'
import { signInContract } from './sign-in'

/** Every procedure and stream that crosses the bridge, whichever door it comes through. */
export const contract = {
  registry: registryContract,
  connections: connectionsContract,
  doctor: doctorContract,
  processes: processesContract,
  signIn: signInContract,
  health: healthContract,
  notices: noticesContract,
  advertising: advertisingContract,
  discovery: { ...discoveryContract, ...importContract },
  sharing: sharingContract,
  clients: clientsContract,
  inbox: inboxContract,
  routing: routingContract,
  chat: chatContract,
  models: modelsContract,
  consents: consentsContract,
  activity: activityContract,
  settings: settingsContract,
  rollcall: rollcallContract,
}

export type Client = ContractRouterClient<typeof contract>
