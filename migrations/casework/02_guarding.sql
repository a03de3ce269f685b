-- Whether somebody has a restricted case follows their cases, whoever looks: a viewer cannot see every
-- restricted case of a person, so this is asked with the rights of the owner.
CREATE FUNCTION guard_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE public.person p SET guarded = NOT p.guarded
  WHERE p.id = NEW.person_id AND p.guarded IS DISTINCT FROM
    EXISTS (SELECT FROM public."case" c WHERE c.person_id = p.id AND c.restricted);
  RETURN NULL;
END $$;
CREATE TRIGGER guarding AFTER INSERT OR UPDATE OF restricted, person_id ON "case"
FOR EACH ROW EXECUTE FUNCTION guard_person();
