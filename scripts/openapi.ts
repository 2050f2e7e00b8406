/**
 * Prints the OpenAPI document of the management API without starting anything: `npm run --silent openapi`. For
 * comparison before and after a refactoring.
 */
import { openApiDocument } from "@/lib/api/v1/openapi-document";

process.stdout.write(`${JSON.stringify(openApiDocument(), null, 2)}\n`);
