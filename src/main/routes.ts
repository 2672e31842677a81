import { traverseContractProcedures } from '@orpc/server'
import { contract } from '../shared/contract'

/** Where a procedure of the contract lies in the REST API. */
export interface Route {
  /** Place in the contract, e.g. `['registry', 'list']`. */
  readonly procedure: readonly string[]
  readonly method: string
  /** Path below `/api`, with its parameters in braces: `/servers/{server}/tools/{tool}`. */
  readonly template: string
  /** The input is `{ params, body }` instead of both in one object. */
  readonly detailed: boolean
}

/** Every route of the contract. */
export function contractRoutes(): Route[] {
  const routes: Route[] = []
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { method = 'POST', path: template, inputStructure } = procedure['~orpc'].route
    if (template) routes.push({ procedure: path, method, template, detailed: inputStructure === 'detailed' })
  })
  return routes
}

/** The methods some route takes at a path below `/api`; empty where there is none. */
export function methodsAt(routes: readonly Route[], path: string): string[] {
  const parts = path.split('/')
  const fits = ({ template }: Route) => {
    const pattern = template.split('/')
    return (
      pattern.length === parts.length &&
      pattern.every((part, index) => (part.startsWith('{') ? parts[index] !== '' : part === parts[index]))
    )
  }
  return [...new Set(routes.filter(fits).map((route) => route.method))]
}
