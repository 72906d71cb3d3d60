import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { setCaller } from './caller.js';

@Injectable()
export class OpenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    setCaller(context.switchToHttp().getRequest<FastifyRequest>(), { principal: 'anna', role: 'agent', teams: 'all' });
    return true;
  }
}
