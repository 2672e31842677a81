import { implement } from '@orpc/server'
import { doctorContract } from '../../../shared/contract/doctor'
import type { Registry } from '../../registry/registry'
import type { Doctor } from './doctor'

export function doctorApi({ registry, doctor }: { registry: Registry; doctor: Doctor }) {
  const os = implement(doctorContract)
  return os.router({
    examine: os.examine.handler(({ input, signal }) => doctor.examine(registry.byName(input.server), signal)),
  })
}
