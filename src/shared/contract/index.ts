import type { ContractRouterClient } from '@orpc/contract'
import { activityContract } from './activity'
import { connectionsContract } from './connections'
import { discoveryContract } from './discovery'
import { healthContract } from './health'
import { importContract } from './import'
import { registryContract } from './registry'
import { rollcallContract } from './rollcall'
import { settingsContract } from './settings'
import { signInContract } from './sign-in'

/** Every procedure and stream that crosses the bridge, whichever door it comes through. */
export const contract = {
  registry: registryContract,
  connections: connectionsContract,
  signIn: signInContract,
  health: healthContract,
  discovery: { ...discoveryContract, ...importContract },
  activity: activityContract,
  settings: settingsContract,
  rollcall: rollcallContract,
}

export type Client = ContractRouterClient<typeof contract>
