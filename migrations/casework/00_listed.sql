-- Whether the viewer is on the list of a restricted case, and whether a case exists for the viewer.
-- As functions, because a policy inside a policy inside a policy is planned anew with each statement
-- (a person's row took 27 ms to plan). SECURITY DEFINER with a fixed search path: they answer only
-- about the viewer whose settings the transaction carries.
CREATE FUNCTION on_list_of_case(uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.case_access a WHERE a.case_id = $1
    AND a.account_id = nullif(current_setting('app.user', true), '')::uuid);
END $$;

CREATE FUNCTION on_list_of_referral(uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.case_access a WHERE a.referral_id = $1
    AND a.account_id = nullif(current_setting('app.user', true), '')::uuid);
END $$;

-- Also for a table that a later step makes.
SET check_function_bodies = off;
CREATE FUNCTION joined_to_seen_case(uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.joined_referral j WHERE j.referral_id = $1 AND public.sees_case(j.case_id));
END $$;

CREATE FUNCTION sees_case(uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public."case" c WHERE c.id = $1
    AND c.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid
    AND c.side = current_setting('app.side', true)
    AND (current_setting('app.every_commission', true) = 'yes' OR c.commission_id IN (
      SELECT m.commission_id FROM public.membership_commission m
      WHERE m.membership_id = nullif(current_setting('app.membership', true), '')::uuid))
    AND (NOT c.restricted OR public.on_list_of_case(c.id)));
END $$;
